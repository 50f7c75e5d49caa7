/** All families of rules; a new family is one file beside this one and one line here. */
import type {Rule} from '../rule.ts'
import {guessing} from './guessing.ts'

export const allRules: readonly Rule[] = [...guessing]
