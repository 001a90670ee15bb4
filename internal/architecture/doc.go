// Package architecture holds no code. Its test enforces the import rules: which
// package of the project may import which other, and which modules.
package architecture
