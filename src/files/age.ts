/**
 * Encryption in the age format (https://age-encryption.org/v1), so that any age program opens the files without this
 * one. The library is loaded when a run encrypts or looks inside, and not before.
 */
import {createCipheriv, hkdfSync} from 'node:crypto'
import {causes, Failure} from '../wire/failure.ts'

/** Turns one stream of bytes into another. */
export type Transcode = (stream: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>

/** What an encrypted file's name ends with. */
export const ageSuffix = '.age'

/** The first line of every age file. */
export const ageFormat = 'age-encryption.org/v1'

/** Begins a new file for the recipients that were given. */
export type Encrypt = () => Promise<AgeWriter>

/** @throws Failure when the library refuses a recipient, before anything is read. */
export async function encryptTo(recipients: readonly string[]): Promise<Encrypt> {
  const {Encrypter} = await import('age-encryption')
  const begin = async () => {
    const encrypter = new Encrypter()
    for (const recipient of recipients) encrypter.addRecipient(recipient)
    let fileKey: Uint8Array = new Uint8Array()
    // Asked like every recipient to wrap the file's key, this one learns it and adds nothing to the header.
    const listener = {
      wrapFileKey: (key: Uint8Array) => {
        fileKey = Uint8Array.from(key)
        return []
      },
    }
    encrypter.addRecipient(listener)
    const empty = await encrypter.encrypt('')
    return new AgeWriter(empty.subarray(0, -tagBytes), fileKey)
  }
  try {
    await begin()
  } catch (error) {
    throw new Failure({
      code: 'ENCRYPT_RECIPIENT',
      message: `A recipient of encrypt-to is not usable: ${causes(error)}. Nothing was read.`,
      remedy: 'Make a key pair with `age-keygen`, and give its public key.',
      cause: error,
    })
  }
  return begin
}

const chunkBytes = 65_536
/** Given to the cipher at once: it allocates as much, and larger pieces cost a fresh page for each four kilobytes. */
const pieceBytes = 16_384
const tagBytes = 16
/** Big-endian in eleven bytes, then a byte that marks the last chunk. */
const counterAt = 7
const lastMark = 11

/**
 * The payload of an age file: STREAM (https://age-encryption.org/v1, “Payload”) over the ChaCha20-Poly1305 of
 * node:crypto, because the library's own, in JavaScript, would cost an export more than half of its rate.
 */
export class AgeWriter {
  /** The library's header and the payload's nonce: the file's first bytes. */
  readonly header: Uint8Array
  private readonly key: Uint8Array
  private readonly nonce = Buffer.alloc(12)
  private chunks = 0
  /** The latest bytes, at most a chunk. */
  private readonly waiting = Buffer.allocUnsafeSlow(chunkBytes)
  private waitingBytes = 0
  /** The same for every update: buffers outside the heap make V8 collect all of it again and again. */
  private encrypted = Buffer.alloc(0)

  /** @param header ends with the nonce of 16 bytes. */
  constructor(header: Uint8Array, fileKey: Uint8Array) {
    this.header = header
    this.key = new Uint8Array(hkdfSync('sha256', fileKey, header.subarray(-16), 'payload', 32))
  }

  /**
   * What can be written by now: a full chunk waits until it is known not to be the last.
   * @returns bytes that are good until the next call.
   */
  update(plain: Uint8Array): Uint8Array {
    const most = this.waitingBytes + plain.length + tagBytes * (2 + Math.ceil(plain.length / chunkBytes))
    if (most > this.encrypted.length) this.encrypted = Buffer.allocUnsafeSlow(most)
    let at = 0
    let end = 0
    if (this.waitingBytes > 0) {
      at = Math.min(plain.length, chunkBytes - this.waitingBytes)
      this.wait(plain.subarray(0, at))
      if (at === plain.length) return new Uint8Array()
      end = this.putChunk(this.waiting.subarray(0, this.waitingBytes), end)
      this.waitingBytes = 0
    }
    for (; plain.length - at > chunkBytes; at += chunkBytes)
      end = this.putChunk(plain.subarray(at, at + chunkBytes), end)
    this.wait(plain.subarray(at))
    return this.encrypted.subarray(0, end)
  }

  final(): Uint8Array {
    this.nonce[lastMark] = 1
    this.encrypted = Buffer.allocUnsafeSlow(this.waitingBytes + tagBytes)
    return this.encrypted.subarray(0, this.putChunk(this.waiting.subarray(0, this.waitingBytes), 0))
  }

  private wait(plain: Uint8Array): void {
    this.waiting.set(plain, this.waitingBytes)
    this.waitingBytes += plain.length
  }

  /** @returns where the encrypted chunk ends. */
  private putChunk(plain: Uint8Array, at: number): number {
    // Four bytes count to 256 TiB.
    this.nonce.writeUInt32BE(this.chunks++, counterAt)
    const cipher = createCipheriv('chacha20-poly1305', this.key, this.nonce, {authTagLength: tagBytes})
    let end = at
    for (let from = 0; from < plain.length; from += pieceBytes) {
      this.encrypted.set(cipher.update(plain.subarray(from, from + pieceBytes)), end)
      end += Math.min(pieceBytes, plain.length - from)
    }
    cipher.final()
    this.encrypted.set(cipher.getAuthTag(), end)
    return end + tagBytes
  }
}

/** The public key of a private one. */
export async function recipientOf(identity: string): Promise<string> {
  const {identityToRecipient} = await import('age-encryption')
  return await identityToRecipient(identity)
}

/** @throws Failure when an identity is none. */
export async function decryptWith(identities: readonly string[]): Promise<Transcode> {
  const {Decrypter} = await import('age-encryption')
  const decrypter = new Decrypter()
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
  } catch (error) {
    throw new Failure({
      code: 'VERIFY_IDENTITY',
      message: 'The identity is not one that age-keygen makes.',
      remedy: 'Give the file with the line AGE-SECRET-KEY-… by --identity.',
      cause: error,
    })
  }
  return async stream => await decrypter.decrypt(stream)
}
