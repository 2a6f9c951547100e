// SPDX-License-Identifier: Apache-2.0
// Stands between a program and the disk (LD_PRELOAD): ends the program, tears a write or fills the disk at the n-th
// write to a file whose path holds CRASH_PATH. Used by the tests of the workspace only.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int ours(int descriptor) {
  const char *path = getenv("CRASH_PATH");
  char link[64], name[4096];
  if (!path) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, name, sizeof name - 1);
  if (length <= 0) return 0;
  name[length] = 0;
  return strstr(name, path) != 0;
}

// 0 go on, 1 fail as on a full disk; does not return when the program is to end here.
static int point(int descriptor, const void *bytes, size_t count, off_t offset) {
  static long reached = 0;
  const char *at = getenv("CRASH_AT"), *mode = getenv("CRASH_MODE");
  if (!at || !mode || !ours(descriptor)) return 0;
  reached += 1;
  if (!strcmp(mode, "full")) return reached >= atol(at);
  if (reached != atol(at)) return 0;
  if (!strcmp(mode, "torn") && count > 1) {
    ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite64");
    if (offset >= 0 && next(descriptor, bytes, count / 2, offset) < 0) { /* the program ends anyway */ }
  }
  kill(getpid(), SIGKILL);
  return 0;
}

#define REAL(type, name, ...) type (*next)(__VA_ARGS__) = dlsym(RTLD_NEXT, name)

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
  if (point(fd, bytes, count, offset)) return errno = ENOSPC, -1;
  return next(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return pwrite64(fd, bytes, count, offset); }

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (point(fd, bytes, count, -1)) return errno = ENOSPC, -1;
  return next(fd, bytes, count);
}

int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  if (point(fd, 0, 0, -1)) return errno = ENOSPC, -1;
  return next(fd);
}

int fsync(int fd) {
  REAL(int, "fsync", int);
  if (point(fd, 0, 0, -1)) return errno = ENOSPC, -1;
  return next(fd);
}

int ftruncate64(int fd, off_t length) {
  REAL(int, "ftruncate64", int, off_t);
  if (point(fd, 0, 0, -1)) return errno = ENOSPC, -1;
  return next(fd, length);
}

// A folder on a disk that is mounted for reading only: nothing under CRASH_PATH opens for writing.
int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t permissions = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  REAL(int, "open64", const char *, int, ...);
  const char *mode = getenv("CRASH_MODE"), *ours = getenv("CRASH_PATH");
  if (mode && ours && !strcmp(mode, "read-only") && (flags & (O_WRONLY | O_RDWR | O_CREAT)) && strstr(path, ours))
    return errno = EROFS, -1;
  return next(path, flags, permissions);
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t permissions = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open64(path, flags, permissions);
}
