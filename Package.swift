// swift-tools-version:6.2
import PackageDescription

// The arrows between targets are listed once, in Docs/Architecture.md and Tests/ArchitectureTests;
// this file must agree with them.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// Settings of the targets that touch C or raw memory (row 1).
let edge = strict

/// Settings of every other target: memory-unsafe constructs must be marked where they stand.
let pure = strict + [.strictMemorySafety()]

/// The numeric targets are optimised in debug builds too; unoptimised they are five to ten times slower.
let numeric: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "dossier",
  products: [.executable(name: "dossier", targets: ["dossier"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // Row 0: C libraries and C of our own.
    .systemLibrary(name: "CGit", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(
      name: "CMarkdown", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .target(name: "CGitStart"),
    .target(name: "CBLAS", linkerSettings: [.linkedLibrary("dl")]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CAssets"),

    // Row 1: the edges. C stays behind them; values come out.
    .target(name: "Git", dependencies: ["CGit", "CGitStart"], swiftSettings: edge),
    .target(name: "CommonMark", dependencies: ["CMarkdown"], swiftSettings: edge),
    .target(name: "Digests", dependencies: ["CCrypto"], swiftSettings: edge),
    .target(name: "YAMLEvents", dependencies: ["CYAML"], swiftSettings: edge),
    .target(name: "Assets", dependencies: ["CAssets"], swiftSettings: edge),
    .target(name: "Tensors", dependencies: ["CBLAS", "CKernels"], swiftSettings: edge + numeric),
    .target(
      name: "Platform", dependencies: ["CLinux", subprocess, systemPackage], swiftSettings: edge),

    // Row 2: pure. Values in, values out.
    .target(name: "Findings", swiftSettings: pure),
    .target(name: "Documents", dependencies: ["YAMLEvents", "Findings"], swiftSettings: pure),
    .target(
      name: "Reports", dependencies: ["CommonMark", "Documents", "Findings"], swiftSettings: pure),
    .target(
      name: "Contracts", dependencies: ["Reports", "CommonMark", "Documents", "Findings"],
      swiftSettings: pure),
    .target(
      name: "Ledger", dependencies: ["Contracts", "Documents", "Digests"], swiftSettings: pure),
    .target(name: "Figures", swiftSettings: pure),
    .target(name: "Transformers", dependencies: ["Tensors"], swiftSettings: pure + numeric),
    .target(
      name: "Techniques", dependencies: ["Transformers", "Tensors", "Figures"],
      swiftSettings: pure + numeric),
    .target(
      name: "Rendering", dependencies: ["Reports", "CommonMark", "Findings"], swiftSettings: pure),

    // Row 3: services. They touch the world through Platform.
    .target(
      name: "Store",
      dependencies: [
        "Git", "Ledger", "Reports", "Contracts", "Platform", "Documents", "Findings", "Digests",
      ], swiftSettings: pure),
    .target(
      name: "Sync", dependencies: ["Store", "Reports", "Git", "Platform"], swiftSettings: pure),
    .target(
      name: "Experiments",
      dependencies: [
        "Techniques", "Transformers", "Figures", "Documents", "Findings", "Digests", "Git",
        "Platform",
      ], swiftSettings: pure),
    .target(
      name: "Workspace",
      dependencies: [
        "Assets", "CommonMark", "Contracts", "Digests", "Documents", "Experiments", "Figures",
        "Findings", "Git", "Ledger", "Platform", "Rendering", "Reports", "Store", "Sync",
        "Techniques", "Transformers",
      ], swiftSettings: pure),

    // Row 4: servers, one protocol each.
    .target(
      name: "LanguageServer", dependencies: ["Workspace", "Findings", "Documents"],
      swiftSettings: pure),

    .target(
      name: "Heartbeats", dependencies: ["Workspace", "Documents"], swiftSettings: pure),

    // Rows 5 and 6: the command line.
    .target(
      name: "Commands",
      dependencies: [
        "LanguageServer", "Heartbeats", "Workspace", "Platform", "Findings", "Documents",
        argumentParser,
      ], swiftSettings: pure),
    .executableTarget(name: "dossier", dependencies: ["Commands"], swiftSettings: pure),

    // Benchmarks, never linked into the program.
    .executableTarget(
      name: "Benchmarks", dependencies: ["Transformers"], path: "Tests/Benchmarks",
      swiftSettings: strict + numeric),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Platform", "Git"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    .testTarget(name: "GitTests", dependencies: ["Git", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "CommonMarkTests", dependencies: ["CommonMark"], swiftSettings: strict),
    .testTarget(name: "DigestsTests", dependencies: ["Digests"], swiftSettings: strict),
    .testTarget(name: "AssetsTests", dependencies: ["Assets"], swiftSettings: strict),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: strict),
    .testTarget(
      name: "PlatformTests", dependencies: ["Platform", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "FindingsTests", dependencies: ["Findings", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents", "Findings", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "CommonMark", "Documents", "Findings", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ContractsTests",
      dependencies: ["Contracts", "Reports", "Documents", "Findings", "Assets", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", "Contracts", "Documents", "Assets", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "FiguresTests", dependencies: ["Figures"], swiftSettings: strict),
    .testTarget(
      name: "TransformersTests", dependencies: ["Transformers", "Tensors", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TechniquesTests",
      dependencies: ["Techniques", "Transformers", "Tensors", "Figures", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RenderingTests", dependencies: ["Rendering", "Reports", "CommonMark", "Findings"],
      swiftSettings: strict),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Store", "Git", "Ledger", "Contracts", "Reports", "Platform", "Documents", "Assets",
        "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "SyncTests",
      dependencies: ["Sync", "Store", "Git", "Ledger", "Platform", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Techniques", "Transformers", "Figures", "Documents", "Findings", "Digests",
        "Git", "Platform", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "WorkspaceTests",
      dependencies: [
        "Workspace", "Platform", "Findings", "Documents", "Digests", "Git", "Store", "Experiments",
        "Assets", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: [
        "LanguageServer", "Workspace", "Findings", "Documents", "Platform", "Assets", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "HeartbeatsTests",
      dependencies: ["Heartbeats", "Workspace", "Documents", "Platform", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandsTests",
      dependencies: ["Commands", "Documents", "Findings", "Platform", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
