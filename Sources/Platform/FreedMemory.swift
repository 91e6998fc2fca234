internal import CLinux

/// What becomes of memory that this process has freed.
public enum FreedMemory {
  /// Keeps it for the next need, up to a few megabytes: most commands are over in less time than the
  /// system takes to hand it out again and again.
  public static func keep() {
    _ = mallopt(M_TOP_PAD, 1 << 20)
    _ = mallopt(M_TRIM_THRESHOLD, 16 << 20)
    _ = mallopt(M_MMAP_THRESHOLD, 8 << 20)
  }
}
