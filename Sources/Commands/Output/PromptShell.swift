import ArgumentParser

/// The shells whose prompts can show the clock, each with the lines that make it do so.
enum PromptShell: String, CaseIterable, ExpressibleByArgument {
  case bash, zsh, fish, starship

  /// What belongs into the shell's own settings.
  var lines: String {
    switch self {
    case .bash: Self.bashLines
    case .zsh: Self.zshLines
    case .fish: Self.fishLines
    case .starship: Self.starshipLines
    }
  }

  /// The status is handed on, because the rest of the prompt may show it.
  private static let bashLines = #"""
    # The clock of dossier in the prompt; for ~/.bashrc, after whatever else sets PS1.
    __dossier_prompt() {
      local status=$? line
      line=$(command dossier status --prompt 2>/dev/null)
      [ -n "$line" ] && printf '[%s] ' "$line"
      return $status
    }
    case $PS1 in
      *__dossier_prompt*) ;;
      *) PS1='$(__dossier_prompt)'$PS1 ;;
    esac
    """#

  private static let zshLines = #"""
    # The clock of dossier in the prompt; for ~/.zshrc, after whatever else sets PROMPT.
    __dossier_prompt() {
      local code=$? line
      line=$(command dossier status --prompt 2>/dev/null)
      [[ -n $line ]] && printf '[%s] ' "${line//\%/%%}"
      return $code
    }
    setopt PROMPT_SUBST
    [[ $PROMPT == *__dossier_prompt* ]] || PROMPT='$(__dossier_prompt)'$PROMPT
    """#

  private static let fishLines = #"""
    # The clock of dossier in the prompt; for ~/.config/fish/config.fish, after whatever else sets
    # the prompt.
    function __dossier_code
      return $argv[1]
    end
    if not functions --query __dossier_former_prompt
      functions --copy fish_prompt __dossier_former_prompt
      function fish_prompt
        set --local code $status
        set --local line (command dossier status --prompt 2>/dev/null)
        test -n "$line"; and printf '[%s] ' $line
        __dossier_code $code
        __dossier_former_prompt
      end
    end
    """#

  private static let starshipLines = #"""
    # The clock of dossier in the prompt; for ~/.config/starship.toml.
    [custom.dossier]
    command = "dossier status --prompt"
    when = true
    shell = ["sh"]
    format = '([\[$output\]]($style) )'
    style = "cyan"
    """#
}
