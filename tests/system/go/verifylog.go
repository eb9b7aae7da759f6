// Verifylog checks a log directory, or a proof file, with the Go checksum database's packages:
// an implementation that shares no line with ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build verifylog.go
//	verifylog log DIR
//	verifylog proof FILE VKEY
package main

import (
	"crypto/sha256"
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

const height = 8

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "log":
		err = verifyLog(os.Args[2])
	case len(os.Args) == 4 && os.Args[1] == "proof":
		err = verifyProof(os.Args[2], os.Args[3])
	default:
		err = fmt.Errorf("usage: verifylog log DIR | verifylog proof FILE VKEY")
	}
	if err != nil {
		fmt.Println("NOT ok:", err)
		os.Exit(1)
	}
}

func verifyLog(dir string) error {
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return err
	}
	checkpoint, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(checkpoint, strings.TrimSpace(string(vkey)))
	if err != nil {
		return err
	}
	leaves, err := readLeaves(dir, tree.N)
	if err != nil {
		return err
	}
	if err := checkRoot(leaves, tree); err != nil {
		return err
	}
	if err := checkTiles(dir, leaves, tree); err != nil {
		return err
	}
	fmt.Println("ok:", tree.N, "entries")
	return nil
}

// openCheckpoint checks the signature and reads the tree head.
func openCheckpoint(data []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("the checkpoint is not of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// readLeaves hashes every entry of the bundles.
func readLeaves(dir string, size int64) ([]tlog.Hash, error) {
	var leaves []tlog.Hash
	for n := int64(0); int64(len(leaves)) < size; n++ {
		width := size - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		path := tlog.Tile{H: height, L: 0, N: n, W: int(width)}.Path()
		path = strings.Replace(path, fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return nil, err
		}
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				return nil, fmt.Errorf("%s ends at entry %d", path, len(leaves))
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			leaves = append(leaves, tlog.RecordHash(data[2:end]))
			data = data[end:]
		}
		if len(data) > 0 {
			return nil, fmt.Errorf("%s has bytes behind its last entry", path)
		}
	}
	return leaves, nil
}

type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = s[index]
	}
	return found, nil
}

// checkRoot builds the tree from the entries alone.
func checkRoot(leaves []tlog.Hash, tree tlog.Tree) error {
	var all stored
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashesForRecordHash(int64(i), leaf, all)
		if err != nil {
			return err
		}
		all = append(all, hashes...)
	}
	root := tlog.Hash(sha256.Sum256(nil)) // older versions of TreeHash do not know the empty tree
	if tree.N > 0 {
		var err error
		if root, err = tlog.TreeHash(tree.N, all); err != nil {
			return err
		}
	}
	if root != tree.Hash {
		return fmt.Errorf("the entries lead to %v, signed is %v", root, tree.Hash)
	}
	return nil
}

// tiles reads our tiles where the Go packages look for theirs: "tile/8/L/N" is "tile/L/N".
type tiles struct{ dir string }

func (t tiles) Height() int                     { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.dir, path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// checkTiles proves every entry, and an older tree, from the published tiles.
func checkTiles(dir string, leaves []tlog.Hash, tree tlog.Tree) error {
	if tree.N == 0 {
		return nil
	}
	reader := tlog.TileHashReader(tree, tiles{dir})
	for i, leaf := range leaves {
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		if err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), leaf); err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
	}
	old := (tree.N + 1) / 2
	root, err := tlog.TreeHash(old, reader)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(tree.N, old, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old, root)
}

// verifyProof checks a c2sp.org/tlog-proof file whose extra line holds the entry.
func verifyProof(path, vkey string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, checkpoint, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("this is not a proof file")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := openCheckpoint([]byte(checkpoint), vkey)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	fmt.Println("ok: entry", index, "of", tree.N)
	return nil
}
