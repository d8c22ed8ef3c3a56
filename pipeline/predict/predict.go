// Package predict answers for new cases. A Bundle is one file of plain data: the raw fields, the frozen recipe, the
// model and the threshold. A Service opened on a bundle turns raw answers into a Decision with reasons; a form, a
// file, the command line and a server all ask the same Service, so they get the same bits.
package predict
