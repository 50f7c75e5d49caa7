/** Families of user agents, independent of versions, and whether they are scripts. */
import {remembered} from './remembered.ts'

const longest = 300

/** Version numbers are dropped, so that an update is not a new client. */
export const agentFamily = remembered(findFamily)

function findFamily(agent: string): string {
  const short = agent.slice(0, longest).trim().toLowerCase()
  if (short === '') return ''
  // Outlook on the web puts its own name before the browser's.
  if (short.startsWith('client=owa;mozilla/')) return findFamily(short.slice('client=owa;'.length))
  if (short.startsWith('client=')) return short.replace(/[\d.]+/g, '#')
  const system = systems.find(([, word]) => short.includes(word))?.[0]
  const program = programs.find(([, word]) => short.includes(word))?.[0]
  if (system && program) return `${program} on ${system}`
  return short.replace(/[\d._]+/g, '#').replace(/\s+/g, ' ')
}

const systems: [name: string, word: string][] = [
  ['ios', 'iphone'],
  ['ios', 'ipad'],
  ['android', 'android'],
  ['windows', 'windows'],
  ['mac', 'mac os x'],
  ['mac', 'macintosh'],
  ['chromeos', 'cros'],
  ['linux', 'linux'],
]

/** The more specific name first: Edge also says Chrome, Chrome also says Safari, and all say Mozilla. */
const programs: [name: string, word: string][] = [
  ['powershell', 'powershell'],
  ['teams', 'teams'],
  ['outlook', 'outlook'],
  ['onedrive', 'onedrive'],
  ['onedrive', 'skydrivesync'],
  ['office', 'microsoft office'],
  ['electron', 'electron'],
  ['edge', 'edg'],
  ['opera', 'opr/'],
  ['firefox', 'firefox'],
  ['firefox', 'fxios'],
  ['chrome', 'chrome'],
  ['chrome', 'crios'],
  ['safari', 'safari'],
  ['explorer', 'trident'],
  ['browser', 'mozilla'],
]

/** Clients that are not browsers. */
const scriptWords = [
  ...['axios', 'python', 'aiohttp', 'undici', 'fasthttp', 'go-http-client', 'curl/', 'wget/', 'postmanruntime'],
  ...['rclone', 'okhttp', 'java/', 'libwww-perl', 'ruby', 'node-fetch', 'restsharp', 'httpclient'],
]

export const isScript = remembered(agent => {
  const short = agent.slice(0, longest).toLowerCase()
  return short === 'node' || scriptWords.some(word => short.includes(word))
})
