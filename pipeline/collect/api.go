package collect

import "assay/models/param"

// API is a web service asked over HTTP.
type API struct{}

var apiSection = Section{"api", "Asking web APIs", func() param.Settings { return &API{} }}

// Params lists the settings.
func (a *API) Params() []param.Param { return nil }

// openAPI returns the source of an http: or https: address.
func openAPI(a Address, _ Options) (Source, error) { return nil, unread(a) }
