/** Bech32 (BIP 173) without its limit of 90 characters, as age writes its keys. */

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const checksumLength = 6

/** Of a text in one letter case; undefined when the checksum fails. */
export function decodeBech32(text: string): {prefix: string; bytes: number} | undefined {
  const separator = text.lastIndexOf('1')
  const prefix = text.slice(0, separator)
  const values = [...text.slice(separator + 1)].map(letter => alphabet.indexOf(letter))
  if (separator < 1 || values.length < checksumLength || values.includes(-1)) return undefined
  if (polynomial([...expanded(prefix), ...values]) !== 1) return undefined
  return {prefix, bytes: Math.floor(((values.length - checksumLength) * 5) / 8)}
}

/** @param prefix in lower case. */
export function encodeBech32(prefix: string, bytes: Uint8Array): string {
  const values = groupsOfFive(bytes)
  const sum = polynomial([...expanded(prefix), ...values, ...Array<number>(checksumLength).fill(0)]) ^ 1
  const checksum = Array.from({length: checksumLength}, (_none, at) => (sum >>> (5 * (checksumLength - 1 - at))) & 31)
  return `${prefix}1${[...values, ...checksum].map(value => alphabet[value]).join('')}`
}

function expanded(prefix: string): number[] {
  const codes = [...prefix].map(letter => letter.charCodeAt(0))
  return [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31)]
}

/** The last group is filled up with zeros. */
function groupsOfFive(bytes: Uint8Array): number[] {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map(group => Number.parseInt(group.padEnd(5, '0'), 2))
}

function polynomial(values: readonly number[]): number {
  return values.reduce((sum, value) => {
    const top = sum >>> 25
    const shifted = ((sum & 0x1ffffff) << 5) ^ value
    return generator.reduce((mixed, term, bit) => ((top >>> bit) & 1 ? mixed ^ term : mixed), shifted)
  }, 1)
}
