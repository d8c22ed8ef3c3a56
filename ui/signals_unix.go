//go:build !windows

package ui

import (
	"os"
	"syscall"
)

// hangupSignals are sent when the terminal goes away.
func hangupSignals() []os.Signal { return []os.Signal{syscall.SIGHUP} }
