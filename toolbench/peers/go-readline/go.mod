module jvloop/peers/go-readline

go 1.24
