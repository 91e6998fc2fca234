"""Drives `dossier lsp` with a client that checks every message against the protocol's own types."""

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import (
    ClientServerConfig,
    LanguageClient,
    client_capabilities,
    make_test_lsp_client,
)

from conftest import DOSSIER

# The first three are sent findings, the last asks for them.
EDITORS = ["neovim@v0.7.0", "emacs@v29.1", "visual_studio_code@v1.65.2", "neovim@v0.11.0"]


def make_client():
    """A client that agrees to whatever the server asks of it."""
    made = make_test_lsp_client()
    for method in (
        types.CLIENT_REGISTER_CAPABILITY,
        types.WORKSPACE_CODE_LENS_REFRESH,
        types.WORKSPACE_INLAY_HINT_REFRESH,
    ):
        made.feature(method)(lambda params=None: None)
    return made


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[DOSSIER, "lsp"], client_factory=make_client),
    params=EDITORS,
)
async def client(request, lsp_client: LanguageClient, application):
    """A conversation that pretends to be one editor after the other."""
    capabilities = client_capabilities(request.param)
    lsp_client.asks = capabilities.text_document.diagnostic is not None
    answer = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities, root_uri=application.as_uri(), process_id=None
        )
    )
    lsp_client.encoding = answer.capabilities.position_encoding
    yield
    await lsp_client.shutdown_session()


async def opened(client, path, text=None):
    """Opens a file and returns its address and its findings."""
    uri = path.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(
                uri=uri,
                language_id="markdown" if path.suffix == ".md" else "yaml",
                version=1,
                text=path.read_text() if text is None else text,
            )
        )
    )
    return uri, await findings(client, uri)


async def findings(client, uri):
    """The findings of a document, asked for or waited for as the client does it."""
    if client.asks:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        )
        return report.items
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return client.diagnostics[uri]


def here(uri, line, character):
    """The parameters of a question about a position."""
    return {
        "text_document": types.TextDocumentIdentifier(uri),
        "position": types.Position(line, character),
    }


@pytest.mark.asyncio
async def test_finds_fixes_and_finds_no_more(client, application):
    uri, found = await opened(client, application / "report.md", "---\ntitle: T\n---\n\nText.\n")
    missing = [each for each in found if each.code == "section-missing"]
    assert len(missing) == 1
    assert missing[0].severity == types.DiagnosticSeverity.Error
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri),
            missing[0].range,
            types.CodeActionContext(diagnostics=missing),
        )
    )
    assert [action.title for action in actions] == ["insert the section 'Executive summary'"]
    edit = actions[0].edit
    edits = edit.document_changes[0].edits if edit.document_changes else edit.changes[uri]
    assert "# Executive summary" in edits[0].new_text
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version=2, uri=uri),
            [types.TextDocumentContentChangePartial(text=e.new_text, range=e.range) for e in edits],
        )
    )
    found = await findings(client, uri)
    assert "section-missing" not in [each.code for each in found]


@pytest.mark.asyncio
async def test_counts_columns_of_chinese_and_emoji(client, application):
    await opened(client, application / "log.md", "")
    uri, found = await opened(client, application / "report.md", "文😀 @fig-none\n")
    reference = [each for each in found if each.code == "reference-unresolved"][0]
    start = {"utf-8": 8, "utf-16": 4, "utf-32": 3}[client.encoding]
    assert (reference.range.start.character, reference.range.end.character) == (start, start + 9)


@pytest.mark.asyncio
async def test_knows_the_report(client, application):
    text = "# Executive summary\n\nSee @fig-a.\n\n![A](figures/probe/accuracy.svg){#fig-a}\n"
    uri, _ = await opened(client, application / "report.md", text)
    document = types.TextDocumentIdentifier(uri)
    hints = await client.text_document_inlay_hint_async(
        types.InlayHintParams(document, types.Range(types.Position(0, 0), types.Position(9, 0)))
    )
    assert hints[0].label == "4/600 words · 1 figure"
    hover = await client.text_document_hover_async(types.HoverParams(**here(uri, 2, 6)))
    assert "Figure 1" in hover.contents.value
    renamed = await client.text_document_rename_async(
        types.RenameParams(new_name="fig-b", **here(uri, 2, 6))
    )
    change = renamed.document_changes[0].edits if renamed.document_changes else renamed.changes[uri]
    assert len(change) == 2
    place = await client.text_document_definition_async(types.DefinitionParams(**here(uri, 4, 8)))
    assert place.uri.endswith("experiments/probe/experiment.yaml")
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert symbols[0].name == "Executive summary"
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(document))
    assert lenses[0].command.arguments[1] == "probe"
    for asked in (
        client.text_document_folding_range_async(types.FoldingRangeParams(document)),
        client.text_document_document_link_async(types.DocumentLinkParams(document)),
        client.text_document_references_async(
            types.ReferenceParams(context=types.ReferenceContext(True), **here(uri, 2, 6))
        ),
    ):
        assert await asked is not None


@pytest.mark.asyncio
async def test_completes_a_declaration(client, application):
    path = application / "experiments" / "probe" / "experiment.yaml"
    uri, _ = await opened(client, path, "technique: linear-probe\noptions:\n  hook: \n")
    offered = await client.text_document_completion_async(
        types.CompletionParams(**here(uri, 2, 8))
    )
    assert "resid_post" in [item.label for item in offered.items]
