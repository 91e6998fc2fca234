-- Drives `dossier lsp` from a real editor: `nvim --headless -u NONE -l` is newer than Debian's, so this is
-- sourced with `-c 'luafile …'`. DOSSIER names the program, APPLICATION the folder of a new application.

local program = os.getenv('DOSSIER') or 'dossier'
local folder = assert(os.getenv('APPLICATION'), 'APPLICATION is not set')

local function fail(words)
  io.stderr:write('neovim.lua: ' .. words .. '\n')
  vim.cmd('cquit 1')
end

local function wait(words, condition)
  if not vim.wait(20000, condition, 20) then fail('gave up waiting for ' .. words) end
end

local function codes()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do found[each.code or ''] = each end
  return found
end

local function run()
  vim.cmd('edit ' .. folder .. '/report.md')
  local client = vim.lsp.start_client({ name = 'dossier', cmd = { program, 'lsp' }, root_dir = folder })
  if not client then fail('the server does not start') end
  vim.lsp.buf_attach_client(0, client)
  wait('the first findings', function() return codes()['placeholder-left'] ~= nil end)

  -- Without its first section the report lacks one; the code action puts it back.
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { '---', 'title: 文😀', '---', '', 'Text 文😀 @fig-none.' })
  wait('a section to be missing', function() return codes()['section-missing'] ~= nil end)
  local reference = codes()['reference-unresolved']
  if reference.lnum ~= 4 or reference.col ~= #'Text 文😀 ' then
    fail('the reference is found in column ' .. reference.col)
  end
  local missing = codes()['section-missing']
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = {
      start = { line = missing.lnum, character = 0 }, ['end'] = { line = missing.lnum, character = 0 },
    },
    context = { diagnostics = {} },
  }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 5000)
  local action = answers and answers[client] and answers[client].result and answers[client].result[1]
  if not action then fail('there is no code action') end
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  if not text:find('\n# Executive summary\n', 1, true) then fail('the section is not there:\n' .. text) end
  wait('the section to be found', function() return codes()['section-missing'] == nil end)

  local symbols = vim.lsp.buf_request_sync(
    0, 'textDocument/documentSymbol', { textDocument = params.textDocument }, 5000)
  local first = symbols[client].result[1]
  if first.name ~= 'Executive summary' or not first.detail:find('/600 words', 1, true) then
    fail('the outline begins with ' .. vim.inspect(first))
  end
  vim.lsp.stop_client(client)
  wait('the server to end', function() return vim.lsp.client_is_stopped(client) end)
  print('neovim.lua: fine\n')
end

local isFine, words = pcall(run)
if not isFine then fail(tostring(words)) end
vim.cmd('qall!')
