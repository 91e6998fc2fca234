#pragma once
#include <fcntl.h>
#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

// Reads objects from files of their own. libgit2 1.5 does that too, but it asks for the rest of a file
// that is cut short again and again, for ever; this reader says that it is damaged.

struct cgit_loose {
  git_odb_backend parent;
  char folder[];
};

static inline int cgit_loose_damaged(const char *path) {
  char words[600];
  snprintf(words, sizeof words, "the file '%s' is cut short or damaged", path);
  git_error_set_str(GIT_ERROR_ODB, words);
  return GIT_ERROR;
}

// The whole content of a file; NULL with length 0 when there is none.
static inline unsigned char *cgit_loose_file(const char *path, size_t *length) {
  *length = 0;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return NULL;
  struct stat facts;
  unsigned char *bytes = NULL;
  if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && (bytes = malloc((size_t)facts.st_size + 1))) {
    ssize_t count = 1;
    while (count > 0 && *length < (size_t)facts.st_size) {
      count = read(file, bytes + *length, (size_t)facts.st_size - *length);
      if (count > 0) *length += (size_t)count;
    }
  }
  close(file);
  return bytes;
}

// Takes the content out of the open stream, whose first bytes are the header "commit 123\0".
static inline int cgit_loose_content(
    void **data, size_t *length, git_object_t *type, git_odb_backend *backend, z_stream *stream) {
  unsigned char head[64];
  stream->next_out = head;
  stream->avail_out = sizeof head;
  int status = inflate(stream, Z_NO_FLUSH);
  size_t got = sizeof head - stream->avail_out;
  unsigned char *end = memchr(head, 0, got), *gap = memchr(head, ' ', got);
  if ((status != Z_OK && status != Z_STREAM_END) || !end || !gap || gap > end) return -1;
  *gap = 0;
  *type = git_object_string2type((char *)head);
  size_t size = 0;
  for (unsigned char *digit = gap + 1; digit < end; digit++) {
    if (*digit < '0' || *digit > '9' || size > SIZE_MAX / 16) return -1;
    size = size * 10 + (*digit - '0');
  }
  size_t known = got - (size_t)(end + 1 - head);
  // Deflate makes nothing more than about a thousand times smaller.
  if (known > size || size > UINT32_MAX || size / 1100 > stream->total_in + stream->avail_in) return -1;
  unsigned char *content = git_odb_backend_data_alloc(backend, size + 1);
  if (!content) return -1;
  memcpy(content, end + 1, known);
  stream->next_out = content + known;
  // One byte more than there should be, so that the end of the stream is seen.
  stream->avail_out = (uInt)(size - known) + 1;
  if (status != Z_STREAM_END) status = inflate(stream, Z_FINISH);
  if (status != Z_STREAM_END || stream->avail_out != 1) {
    git_odb_backend_data_free(backend, content);
    return -1;
  }
  content[size] = 0;
  *data = content;
  *length = size;
  return 0;
}

static inline int cgit_loose_read(
    void **data, size_t *length, git_object_t *type, git_odb_backend *backend, const git_oid *id) {
  const struct cgit_loose *self = (const struct cgit_loose *)backend;
  char name[GIT_OID_HEXSZ + 1], path[4096];
  git_oid_tostr(name, sizeof name, id);
  int written = snprintf(path, sizeof path, "%s/%.2s/%s", self->folder, name, name + 2);
  if (written < 0 || (size_t)written >= sizeof path) return GIT_PASSTHROUGH;
  size_t size;
  unsigned char *bytes = cgit_loose_file(path, &size);
  if (!bytes) return GIT_PASSTHROUGH;
  z_stream stream = {.next_in = bytes, .avail_in = (uInt)size};
  int status = size > 0 && size <= UINT32_MAX && inflateInit(&stream) == Z_OK ? 0 : -1;
  if (status == 0) {
    status = cgit_loose_content(data, length, type, backend, &stream);
    inflateEnd(&stream);
  }
  free(bytes);
  return status == 0 ? 0 : cgit_loose_damaged(path);
}

static inline void cgit_loose_free(git_odb_backend *backend) { free(backend); }

// Puts the reader before libgit2's own.
static inline int cgit_add_loose_reader(git_repository *repository) {
  const char *common = git_repository_commondir(repository);
  git_odb *database = NULL;
  if (!common) return 0;
  int status = git_repository_odb(&database, repository);
  if (status < 0) return status;
  const char *name = "objects";
  struct cgit_loose *reader = calloc(1, sizeof *reader + strlen(common) + strlen(name) + 1);
  status = reader ? git_odb_init_backend(&reader->parent, GIT_ODB_BACKEND_VERSION) : GIT_ERROR;
  if (status == 0) {
    strcpy(reader->folder, common);
    strcat(reader->folder, name);
    reader->parent.read = cgit_loose_read;
    reader->parent.free = cgit_loose_free;
    status = git_odb_add_backend(database, &reader->parent, 100);
  }
  if (status < 0) free(reader);
  git_odb_free(database);
  return status;
}
