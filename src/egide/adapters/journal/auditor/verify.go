// Verify an exported journal with golang.org/x/mod only, as an auditor without Égide would.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER open
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER record INDEX...
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER tree OLD_SIZE OLD_ROOT_BASE64
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER all
//
// `all` recomputes the root from every entry. The program prints "ok …" or one line with the reason and exits 1.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func fail(reason interface{}) {
	fmt.Println(reason)
	os.Exit(1)
}

func read(elements ...string) []byte {
	content, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		fail(err)
	}
	return content
}

// tilePath names a tile as C2SP tlog-tiles does: the path of the Go checksum database without its height.
func tilePath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	path = strings.Replace(path, "data/", "entries/", 1)
	return "tile/" + path
}

// folderTiles implements tlog.TileReader over the exported folder.
type folderTiles struct{ folder string }

func (f folderTiles) Height() int { return tileHeight }

func (f folderTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		content, err := os.ReadFile(filepath.Join(f.folder, filepath.FromSlash(tilePath(tile))))
		if err != nil {
			return nil, err
		}
		all = append(all, content)
	}
	return all, nil
}

func (f folderTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// entry reads one entry from its bundle, each preceded by its length on two bytes.
func entry(folder string, index, size int64) []byte {
	bundle, position := index/256, index%256
	width := size - bundle*256
	if width > 256 {
		width = 256
	}
	content := read(folder, filepath.FromSlash(tilePath(tlog.Tile{H: tileHeight, L: -1, N: bundle, W: int(width)})))
	for ; position > 0; position-- {
		content = content[2+binary.BigEndian.Uint16(content):]
	}
	return content[2 : 2+binary.BigEndian.Uint16(content)]
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		fail(err)
	}
	return value
}

func main() {
	folder, command := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(folder, "log.vkey"))))
	if err != nil {
		fail(err)
	}
	signed, err := note.Open(read(folder, "checkpoint"), note.VerifierList(verifier))
	if err != nil {
		fail(err)
	}
	lines := strings.Split(signed.Text, "\n")
	size := number(lines[1])
	rawRoot, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		fail(err)
	}
	var tree tlog.Tree
	tree.N = size
	copy(tree.Hash[:], rawRoot)
	if lines[0] != verifier.Name() {
		fail("origin is not the name of the key")
	}
	hashes := tlog.TileHashReader(tree, folderTiles{folder})

	switch command {
	case "open":
		fmt.Println("ok", size)
	case "record":
		for _, argument := range os.Args[3:] {
			index := number(argument)
			proof, err := tlog.ProveRecord(size, index, hashes)
			if err != nil {
				fail(err)
			}
			if err := tlog.CheckRecord(proof, size, tree.Hash, index, tlog.RecordHash(entry(folder, index, size))); err != nil {
				fail(err)
			}
		}
		fmt.Println("ok", len(os.Args)-3)
	case "tree":
		oldSize := number(os.Args[3])
		rawOld, err := base64.StdEncoding.DecodeString(os.Args[4])
		if err != nil {
			fail(err)
		}
		var oldRoot tlog.Hash
		copy(oldRoot[:], rawOld)
		proof, err := tlog.ProveTree(size, oldSize, hashes)
		if err != nil {
			fail(err)
		}
		if err := tlog.CheckTree(proof, size, tree.Hash, oldSize, oldRoot); err != nil {
			fail(err)
		}
		fmt.Println("ok", oldSize, size)
	case "all":
		var stored []tlog.Hash
		reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
			var found []tlog.Hash
			for _, index := range indexes {
				found = append(found, stored[index])
			}
			return found, nil
		})
		for index := int64(0); index < size; index++ {
			added, err := tlog.StoredHashes(index, entry(folder, index, size), reader)
			if err != nil {
				fail(err)
			}
			stored = append(stored, added...)
		}
		root, err := tlog.TreeHash(size, reader)
		if err != nil {
			fail(err)
		}
		if !bytes.Equal(root[:], tree.Hash[:]) {
			fail("the entries do not lead to the signed root")
		}
		fmt.Println("ok", size)
	case "proof":
		// A .tlog-proof file: index, path, checkpoint. The entry is in the file named next.
		content := string(read(os.Args[3]))
		head, checkpoint, found := strings.Cut(content, "\n\n")
		if !found {
			fail("no empty line in the proof file")
		}
		inner, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
		if err != nil {
			fail(err)
		}
		innerLines := strings.Split(inner.Text, "\n")
		innerSize := number(innerLines[1])
		rawInner, err := base64.StdEncoding.DecodeString(innerLines[2])
		if err != nil {
			fail(err)
		}
		var innerRoot tlog.Hash
		copy(innerRoot[:], rawInner)
		var index int64
		var path tlog.RecordProof
		for _, line := range strings.Split(head, "\n")[1:] {
			if strings.HasPrefix(line, "extra ") {
				continue
			}
			if strings.HasPrefix(line, "index ") {
				index = number(strings.TrimPrefix(line, "index "))
				continue
			}
			raw, err := base64.StdEncoding.DecodeString(line)
			if err != nil {
				fail(err)
			}
			var hash tlog.Hash
			copy(hash[:], raw)
			path = append(path, hash)
		}
		if err := tlog.CheckRecord(path, innerSize, innerRoot, index, tlog.RecordHash(read(os.Args[4]))); err != nil {
			fail(err)
		}
		fmt.Println("ok", index, innerSize)
	default:
		fail("unknown command")
	}
}
