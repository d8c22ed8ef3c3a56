package ui

import "os"

// hangupSignals are sent when the terminal goes away; Windows has none.
func hangupSignals() []os.Signal { return []os.Signal{os.Interrupt} }
