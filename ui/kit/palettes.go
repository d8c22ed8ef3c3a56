package kit

// palette is a theme as colours: 22 tokens and four lines. Each was chosen by hand for true colour, 256 and 16 colours.
// Text on ground has a contrast of at least 10:1, dim text and verdicts at least 4.5:1 (WCAG 2.1, success criterion
// 1.4.3); the series keep their order in grey.
type palette struct {
	ground, chosen, cursor, field                ink // backgrounds
	text, dim, faint, strong, onAccent, onCursor ink
	border, accent                               ink
	good, warn, bad, info, changed               ink
	series                                       [4]ink
}

func dark() palette {
	return palette{
		ground: ink{0x15181e, 234, 0}, chosen: ink{0x262d3a, 236, 0}, cursor: ink{0x2f5fa8, 25, 4},
		field: ink{0x20252f, 235, 0},
		text:  ink{0xd5dae3, 252, 7}, dim: ink{0x949daf, 247, 7}, faint: ink{0x5b6475, 241, 8},
		strong: ink{0xf3f5f9, 255, 15}, onAccent: ink{0x10131a, 233, 0}, onCursor: ink{0xffffff, 231, 15},
		border: ink{0x3a4251, 238, 8}, accent: ink{0x7cb2ff, 111, 12},
		good: ink{0x86cf8b, 114, 10}, warn: ink{0xe9b565, 179, 11}, bad: ink{0xf0787c, 210, 9},
		info: ink{0x8fb8d8, 110, 14}, changed: ink{0xd7a6f2, 183, 13},
		series: [4]ink{{0x7cb2ff, 111, 12}, {0xf2a65a, 215, 11}, {0xd7a6f2, 183, 13}, {0x86cf8b, 114, 10}},
	}
}

func light() palette {
	return palette{
		ground: ink{0xfcfcfa, 231, terminal}, chosen: ink{0xe4ecf8, 189, terminal}, cursor: ink{0x2a63c4, 26, 4},
		field: ink{0xeef0f2, 255, terminal},
		text:  ink{0x23272f, 235, terminal}, dim: ink{0x5a6270, 241, terminal}, faint: ink{0x9aa1ad, 247, 8},
		strong: ink{0x0b0e14, 16, 0}, onAccent: ink{0xffffff, 231, 15}, onCursor: ink{0xffffff, 231, 15},
		border: ink{0xc4c9d1, 251, 8}, accent: ink{0x1d5bc9, 26, 4},
		good: ink{0x1a7336, 22, 2}, warn: ink{0x8a5200, 94, 5}, bad: ink{0xb4231d, 124, 1},
		info: ink{0x2c5f86, 24, 6}, changed: ink{0x7b2fa8, 91, 5},
		series: [4]ink{{0x1d5bc9, 26, 4}, {0xb45a00, 130, 1}, {0x7b2fa8, 91, 5}, {0x1a7336, 22, 2}},
	}
}
