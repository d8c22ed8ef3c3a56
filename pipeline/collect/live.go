package collect

import "assay/models/param"

// Live says when a stream that has no end is frozen into a table.
type Live struct{}

var liveSection = Section{"live", "Listening to live sources", func() param.Settings { return &Live{} }}

// Params lists the settings.
func (l *Live) Params() []param.Param { return nil }
