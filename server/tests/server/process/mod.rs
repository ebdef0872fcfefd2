//! The program as a whole: command line, restarts, crashes, load and memory.

mod command_line;
mod concurrency;
mod crash_recovery;
mod large_files;
mod restart;
