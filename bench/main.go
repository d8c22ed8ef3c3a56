// Command bench.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := load(os.Args[1], 3); err != nil {
		fmt.Println(err)
	}
}
