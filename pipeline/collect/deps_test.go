package collect

import (
	_ "github.com/eclipse/paho.golang/autopaho"
	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5"
	_ "github.com/klauspost/compress/zstd"
	_ "github.com/mochi-mqtt/server/v2"
	_ "github.com/parquet-go/parquet-go"
	_ "github.com/xuri/excelize/v2"
	_ "golang.org/x/text/encoding/htmlindex"
	_ "modernc.org/sqlite"
)
