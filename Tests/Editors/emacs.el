;;; Drives `dossier lsp' from Emacs with Eglot: emacs --batch -l Tests/Editors/emacs.el  -*- lexical-binding: t -*-
;; DOSSIER names the program, APPLICATION the folder of a new application.

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)

(define-derived-mode report-mode text-mode "Report")
(setq make-backup-files nil
      eglot-autoshutdown t
      eglot-sync-connect 20
      eglot-send-changes-idle-time 0.1)
(add-to-list 'eglot-server-programs
             (cons 'report-mode (list (getenv "DOSSIER") "lsp")))

;; Eglot finds the application by its folder.
(add-hook 'project-find-functions (lambda (_) (cons 'transient (getenv "APPLICATION"))))

(defun codes ()
  "What was found wrong with this buffer, as one text."
  (mapconcat #'flymake-diagnostic-text (flymake-diagnostics) "\n"))

(defun wait-for (words condition)
  "Wait until CONDITION holds, or give up and say WORDS."
  (let ((end (+ (float-time) 20)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05)
      (flymake-start))
    (unless (funcall condition) (error "gave up waiting for %s:\n%s" words (codes)))))

(find-file (expand-file-name "report.md" (getenv "APPLICATION")))
(report-mode)
(call-interactively #'eglot)
(wait-for "the first findings" (lambda () (string-match-p "waits to be replaced" (codes))))

(erase-buffer)
(insert "---\ntitle: 文😀\n---\n\nText 文😀 @fig-none.\n")
(eglot--signal-textDocument/didChange)
(wait-for "a section to be missing" (lambda () (string-match-p "there is no section" (codes))))
(let ((reference (seq-find (lambda (each) (string-match-p "fig-none" (flymake-diagnostic-text each)))
                           (flymake-diagnostics))))
  (goto-char (flymake-diagnostic-beg reference))
  (unless (looking-at-p "@fig-none") (error "the reference is found at %S" (thing-at-point 'line))))

(goto-char (point-min))
(forward-line 3)
(let* ((actions (eglot-code-actions (point) (line-end-position) nil nil))
       (action (seq-find (lambda (each) (string-match-p "insert the section" (plist-get each :title))) actions)))
  (eglot--apply-workspace-edit (plist-get action :edit)))
(unless (string-match-p "\n# Executive summary\n" (buffer-string))
  (error "the section is not there:\n%s" (buffer-string)))
(eglot--signal-textDocument/didChange)
(wait-for "the section to be found" (lambda () (not (string-match-p "there is no section" (codes)))))

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(message "emacs.el: fine")
