/**
 * Encryption in the age format (https://age-encryption.org/v1), so that any age program opens the files without this
 * one. The library is loaded when a run encrypts or looks inside, and not before.
 */
import {causes, Failure} from '../wire/failure.ts'

/** Turns one stream of bytes into another. */
export type Transcode = (stream: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>

/** What an encrypted file's name ends with. */
export const ageSuffix = '.age'

/** The first line of every age file. */
export const ageFormat = 'age-encryption.org/v1'

/** @throws Failure when the library refuses a recipient, before anything is read. */
export async function encryptTo(recipients: readonly string[]): Promise<Transcode> {
  const {Encrypter} = await import('age-encryption')
  const encrypter = new Encrypter()
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient)
    await encrypter.encrypt('')
  } catch (error) {
    throw new Failure({
      code: 'ENCRYPT_RECIPIENT',
      message: `A recipient of encrypt-to is not usable: ${causes(error)}. Nothing was read.`,
      remedy: 'Make a key pair with `age-keygen`, and give its public key.',
      cause: error,
    })
  }
  return async stream => await encrypter.encrypt(stream)
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
