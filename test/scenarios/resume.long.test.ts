/** Stopped and killed at many moments, in plain and encrypted. */
import {afterAll, describe} from 'vitest'
import {cleanUp} from '../runner.ts'
import {resumeAfterKills} from './resume-after-kill.ts'
import {resumeEncryptedAfterKills, resumeEncryptedAfterStops} from './resume-encrypted.ts'
import {resumeAfterStops} from './resume-stopped.ts'

afterAll(cleanUp)

describe('stopped, on another machine', () => resumeAfterStops(24))
describe('killed, in its folder', () => resumeAfterKills(24))
describe('encrypted and stopped, on another machine', () => resumeEncryptedAfterStops(24))
describe('encrypted and killed, in its folder', () => resumeEncryptedAfterKills(24))
