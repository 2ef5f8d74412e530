const mebibyte = 1024 * 1024;

/**
 * Bounds on HTTP, on JSON, on logins and on the end of the process. Other bounds stand in the files that need them;
 * SECURITY.md lists those that a user can reach.
 */
export const limits = {
  /** Requests to one host that run at a time; the rest wait for their turn. */
  callsAtATime: 16,
  /** Transfers to disk from one host that run at a time. They never hold up calls. */
  transfersAtATime: 8,
  /** Requests to one host that may wait for their turn. Each costs about 1 KiB of memory. */
  waiting: 10_000,

  /** Milliseconds to set up a connection, TLS and a proxy's tunnel included. */
  connectMs: 10_000,
  /** Longest time limit that can be set for a call, in milliseconds. Multiplied by `transferFactor`, it still fits into a timer. */
  maxTimeoutMs: 3_600_000,
  /** How many times the usual time a slow call (a report) may take. */
  slowFactor: 10,
  /** How many times the usual limit a transfer to disk may take in all: an hour by default, so that a very slow one ends. */
  transferFactor: 120,
  /** Milliseconds that an idle connection is kept when the vendor says nothing. */
  keepAliveMs: 10_000,
  /** Milliseconds that an idle connection is kept at most: load balancers drop them silently after a minute or more. */
  keepAliveMaxMs: 55_000,

  /** Headers of an answer, all together, in bytes. Gladly and Puzzel send 2 KiB at most. */
  headerBytes: 32 * 1024,
  /** Largest answer in memory, in bytes, before and after decompression. A page of records needs a few MiB. */
  memoryBytes: 16 * mebibyte,
  /** Answers with more bytes, or characters of JSON, than this are read one after another and in several turns. */
  longBytes: mebibyte,
  /** How many times its compressed size an answer may have. JSON and CSV reach 50, an attack 1,000. */
  compressionRatio: 100,
  /** Answers up to this size in bytes may have any ratio: repetitive lists are small and harmless. */
  compressionFreeBytes: mebibyte,
  /** Bytes of a refusal, or of what came instead of a file, that are read for their message. */
  refusalBytes: mebibyte / 4,
  /** Characters that are read of a web page or text that came instead of an answer: its message is at the beginning. */
  webPageLength: 16 * 1024,
  /** First bytes of a file that are looked at to tell it from an error message. */
  sniffedBytes: 1024,

  /** Nesting levels of JSON. No vendor needs a tenth of them; recursive code runs out of stack at some thousands. */
  jsonDepth: 200,
  /** Lists and objects in one JSON text; a list of 10,000 records has 20,000. More block the event loop for too long. */
  jsonContainers: 100_000,
  /** Values in one JSON text, members of objects and elements of lists: 10,000 records of 30. */
  jsonValues: 300_000,
  /** Members of one object; vendors send some dozens. Objects with more take several times longer to read. */
  jsonMembers: 1_000,
  /** Different names of members in one JSON text. With more, objects share no shapes in V8, and each costs microseconds. */
  jsonNames: 2_000,
  /** Characters of one text in JSON, as it is written there; the longest e-mail has some 100,000. */
  jsonTextLength: mebibyte / 2,
  /** Numbers beyond 2^53 in one JSON text. To make a string of one takes 2 microseconds. */
  jsonUnsafeNumbers: 50_000,

  /** Largest file in bytes: days of speech, and the most that every file system allows (FAT32). */
  fileBytes: 4 * 1024 * mebibyte - 1,
  /** Free space in bytes that must be left on the disk after a download. */
  spareBytes: 64 * mebibyte,
  /** Buffered between socket and disk, in bytes. A tenth as much halves the speed; twice as much only costs memory. */
  streamBytes: mebibyte / 2,
  /** Longest file name in bytes, without the number that is added when the name is taken. */
  nameBytes: 120,

  /** Milliseconds without a further login after one that was refused: further tries count towards locking the account. */
  refusedLoginMs: 60_000,
  /** Milliseconds without a further login after any other failure but a timeout, unless the vendor says how long. */
  failedLoginMs: 15_000,
  /** Milliseconds without a further login at most, whatever the vendor says. */
  maxCooldownMs: 3_600_000,
  /** Milliseconds for the request that asks when a new token ends. Without an answer the usual time is assumed. */
  tokenInformationMs: 5_000,
  /** Logins of one session in a minute, successful ones included. */
  loginsAMinute: 10,
  /** New visitors of the chat in a minute: each conversation has its own. */
  visitorsAMinute: 120,
  /** Milliseconds that a new token is used although it has ended by the clock of this machine, which must be wrong. */
  tokenLifeMs: 30_000,
  /** Chat visitors that are remembered; the one that was used least recently is forgotten first. */
  visitors: 200,

  /** Milliseconds from the end of input to the end of the process: clients kill after two seconds. */
  endMs: 1_900,
  /** Most milliseconds of `endMs` that answers under way may take. */
  drainMs: 1_200,
  /** Fewest milliseconds of `endMs` that are left for the logout. */
  logoutMs: 500,
  /** Milliseconds that output already written has to reach the client, even when `endMs` has passed. */
  flushMs: 200,
} as const;
