package collect

import tea "charm.land/bubbletea/v2"

func (s *Screen) addRow() tea.Cmd { return nil }
