// Package kit is what the screens are made of: the Screen and Action contracts, one set of styles, text that always
// fits its cells, a data grid, plots, forms and dialogs. It knows nothing about machine learning; every part takes
// plain values and a Frame to draw in.
//
// Three laws hold throughout. A View returns exactly as many lines and cells as its Frame asks for. Text from outside
// (cells, names, errors) goes through Clean before it is drawn. Nothing here starts a goroutine except Go and Do, which
// turn a panic into a message.
package kit
