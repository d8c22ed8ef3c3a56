// Package ui is the shell of the workbench: stage tabs with their states, the body of one screen, the footer made from
// its actions, and over them toasts, dialogs, the help page, the palette and the command log. It knows nothing about
// the stages themselves; they come in as screens.
package ui
