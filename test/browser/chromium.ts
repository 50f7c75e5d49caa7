/** The browser of the tests, and whether there is one. */
import {existsSync} from 'node:fs'
import {type Browser, chromium} from 'playwright-core'

/** Debian's, or what GitHub's Ubuntu has. */
const places = ['/usr/bin/chromium', '/usr/bin/google-chrome']
const executablePath = places.find(path => existsSync(path))

export const isBrowserInstalled = executablePath !== undefined

const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

export async function startChromium(): Promise<Browser> {
  return await chromium.launch({executablePath: executablePath ?? '', args: flags.split(' ')})
}
