package expr

import (
	"math"
	"strings"
	"time"
)

// functions is everything an expression can do.
var functions = []function{
	{Function{"+", "a + b", "the sum"}, plain("nn", 'n'), false, whole(add)},
	{Function{"-", "a - b", "the difference"}, plain("nn", 'n'), false, whole(subtract)},
	{Function{"*", "a * b", "the product"}, plain("nn", 'n'), false, whole(multiply)},
	{Function{"/", "a / b", "the quotient; a gap when b is 0"}, plain("nn", 'n'), false, whole(divide)},
	{Function{"%", "a % b", "what is left of a after taking b away as often as it goes, with the sign of b"}, plain("nn", 'n'), false, each2(modulo)},
	{Function{"^", "a ^ b", "a to the power of b"}, plain("nn", 'n'), false, each2(math.Pow)},
	{Function{negative, "-a", "the number with the other sign"}, plain("n", 'n'), false, each1(func(v float64) float64 { return -v })},

	{Function{"=", "a = b", "whether both are the same"}, plain("xx", 'b'), true, compared(func(a, b float64) bool { return a == b })},
	{Function{"!=", "a != b", "whether they differ"}, plain("xx", 'b'), true, compared(func(a, b float64) bool { return a != b })},
	{Function{"<", "a < b", "whether a is less, earlier, or before b in the alphabet of computers"}, plain("oo", 'b'), true, compared(func(a, b float64) bool { return a < b })},
	{Function{"<=", "a <= b", "whether a is not more than b"}, plain("oo", 'b'), true, compared(func(a, b float64) bool { return a <= b })},
	{Function{">", "a > b", "whether a is more than b"}, plain("oo", 'b'), true, compared(func(a, b float64) bool { return a > b })},
	{Function{">=", "a >= b", "whether a is not less than b"}, plain("oo", 'b'), true, compared(func(a, b float64) bool { return a >= b })},
	{Function{"in", "a in (1, 2)", "whether a is one of the values"}, many("xx", 'b'), true, member},
	{Function{"between", "between(x, low, high)", "whether x lies between, both ends included"}, plain("ooo", 'b'), true, within},
	{Function{"and", "a and b", "whether both hold"}, plain("bb", 'b'), false, logic(both)},
	{Function{"or", "a or b", "whether one of them holds"}, plain("bb", 'b'), false, logic(either)},
	{Function{"not", "not a", "whether it does not hold"}, plain("b", 'b'), false, each1(func(v float64) float64 { return 1 - v })},

	{Function{"if", "if(condition, a, b)", "a where the condition holds, b where it does not, a gap where it is one"}, plain("bxx", 'x'), false, chosen},
	{Function{"coalesce", "coalesce(a, b)", "the first that is not a gap"}, many("xx", 'x'), false, coalesced},
	{Function{"missing", "missing(x)", "whether it is a gap"}, plain("a", 'b'), false, gaps},

	{Function{"abs", "abs(x)", "the number without its sign"}, plain("n", 'n'), false, each1(math.Abs)},
	{Function{"round", "round(x) or round(x, 2)", "the nearest whole number, or the nearest with so many decimal places; halves go away from 0"}, append(plain("n", 'n'), plain("nk", 'n')...), false, roundBy},
	{Function{"floor", "floor(x)", "the next whole number below"}, plain("n", 'n'), false, each1(math.Floor)},
	{Function{"ceil", "ceil(x)", "the next whole number above"}, plain("n", 'n'), false, each1(math.Ceil)},
	{Function{"sqrt", "sqrt(x)", "the square root; a gap below 0"}, plain("n", 'n'), false, each1(math.Sqrt)},
	{Function{"log", "log(x)", "the natural logarithm; a gap from 0 down"}, plain("n", 'n'), false, each1(math.Log)},
	{Function{"log1p", "log1p(x)", "the natural logarithm of 1 + x, exact near 0"}, plain("n", 'n'), false, each1(math.Log1p)},
	{Function{"exp", "exp(x)", "e to the power of x"}, plain("n", 'n'), false, each1(math.Exp)},
	{Function{"min", "min(a, b)", "the least number or the earliest date"}, many("mm", 'm'), false, fold(math.Min)},
	{Function{"max", "max(a, b)", "the greatest number or the latest date"}, many("mm", 'm'), false, fold(math.Max)},

	{Function{"lower", "lower(text)", "in small letters"}, plain("t", 't'), false, rewrite(strings.ToLower)},
	{Function{"upper", "upper(text)", "in capitals"}, plain("t", 't'), false, rewrite(strings.ToUpper)},
	{Function{"trim", "trim(text)", "without blanks at its ends"}, plain("t", 't'), false, rewrite(strings.TrimSpace)},
	{Function{"length", "length(text)", "how many characters it has"}, plain("t", 'n'), false, perText(length)},
	{Function{"contains", `contains(text, "part")`, "whether the part occurs in it"}, plain("tq", 'b'), false, search(strings.Contains)},
	{Function{"starts", `starts(text, "part")`, "whether it begins with the part"}, plain("tq", 'b'), false, search(strings.HasPrefix)},
	{Function{"ends", `ends(text, "part")`, "whether it ends with the part"}, plain("tq", 'b'), false, search(strings.HasSuffix)},
	{Function{"replace", `replace(text, "old", "new")`, "with every old part replaced by the new"}, plain("tqe", 't'), false, replaced},

	{Function{"year", "year(date)", "the year"}, plain("d", 'n'), false, during(func(s int64) int { return calendar(s).Year() })},
	{Function{"month", "month(date)", "the month, 1 to 12"}, plain("d", 'n'), false, during(func(s int64) int { return int(calendar(s).Month()) })},
	{Function{"day", "day(date)", "the day of the month"}, plain("d", 'n'), false, during(func(s int64) int { return calendar(s).Day() })},
	{Function{"weekday", "weekday(date)", "the day of the week, Monday 0 to Sunday 6"}, plain("d", 'n'), false, during(func(s int64) int { return (int(calendar(s).Weekday()) + 6) % 7 })},
	{Function{"days_between", "days_between(from, to)", "the days from one date to another, below 0 when the second is the earlier"}, plain("dd", 'n'), false, each2(daysBetween)},
}

func plain(args string, result byte) []way { return []way{{args: args, result: result}} }
func many(args string, result byte) []way  { return []way{{args: args, many: true, result: result}} }

func calendar(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
