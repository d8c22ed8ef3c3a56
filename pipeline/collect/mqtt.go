package collect

// openMQTT returns the source of an mqtt: address.
func openMQTT(a Address, _ Options) (Source, error) { return nil, unread(a) }
