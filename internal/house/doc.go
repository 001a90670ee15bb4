// Package house holds no code: its test keeps the walls of the project where
// they are, by checking which package may import which.
package house
