import {test} from 'vitest'
import {detected, month, planted, severityOfIncidents, doneByOthers, anyRecordsBy, incidents} from './floods.ts'
test('exp', () => {
  console.log(month.length, planted.length, incidents.map(({name, ids}) => `${name} ${ids.length}`))
  const t0 = Date.now()
  const alone = severityOfIncidents(detected(month))
  console.log(alone, Date.now() - t0)
  const run = (name: string, more: any[]) => {
    const t = Date.now()
    const r = detected([...month, ...more])
    const s = severityOfIncidents(r)
    console.log(name, more.length, Date.now() - t, 'ms', JSON.stringify(Object.entries(s).filter(([k, v]) => v !== alone[k])), r.notes[0]?.slice(0, 500))
  }
  for (const shift of [-3_600_000, 1000]) run('one flooder ' + shift, Array.from({length: 30}, (_, i) => doneByOthers({by: 1, what: i, shift: shift + i * 60_000})).flat())
  for (const shift of [-3_600_000, 1000]) run('many ' + shift, Array.from({length: 30}, (_, i) => doneByOthers({by: i + 1, what: i, shift: shift + i * 1000})).flat())
  run('any', anyRecordsBy(300, 6000, 5))
  run('any many', anyRecordsBy(6000, 6000, 6))
}, 600_000)
