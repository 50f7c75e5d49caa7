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
  private waiting: Uint8Array = new Uint8Array()

  /** @param header ends with the nonce of 16 bytes. */
  constructor(header: Uint8Array, fileKey: Uint8Array) {
    this.header = header
    this.key = new Uint8Array(hkdfSync('sha256', fileKey, header.subarray(-16), 'payload', 32))
  }

  /** What can be written by now: a full chunk waits until it is known not to be the last. */
  update(plain: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = []
    let at = 0
    if (this.waiting.length > 0) {
      at = Math.min(plain.length, chunkBytes - this.waiting.length)
      this.waiting = Buffer.concat([this.waiting, plain.subarray(0, at)])
      if (at === plain.length) return new Uint8Array()
      parts.push(...this.chunk(this.waiting))
    }
    for (; plain.length - at > chunkBytes; at += chunkBytes)
      parts.push(...this.chunk(plain.subarray(at, at + chunkBytes)))
    this.waiting = Buffer.from(plain.subarray(at))
    return Buffer.concat(parts)
  }

  final(): Uint8Array {
    this.nonce[lastMark] = 1
    return Buffer.concat(this.chunk(this.waiting))
  }

  private chunk(plain: Uint8Array): Uint8Array[] {
    // Four bytes count to 256 TiB.
    this.nonce.writeUInt32BE(this.chunks++, counterAt)
    const cipher = createCipheriv('chacha20-poly1305', this.key, this.nonce, {authTagLength: tagBytes})
    return [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
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
