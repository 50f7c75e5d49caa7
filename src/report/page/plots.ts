/**
 * Plots as SVG inside the page: drawn once for a screen and once for a phone, in the page's own colours (CSS
 * variables), so that light, dark and paper need no third drawing. Words in them are dates and numbers, never names.
 */
import {BarChart, CustomChart, HeatmapChart} from 'echarts/charts'
import {GridComponent, VisualMapPiecewiseComponent} from 'echarts/components'
import {type EChartsCoreOption, init, use} from 'echarts/core'
import {SVGRenderer} from 'echarts/renderers'
import {type Html, html, trusted} from './markup.ts'

use([BarChart, CustomChart, HeatmapChart, GridComponent, VisualMapPiecewiseComponent, SVGRenderer])

export interface Plot {
  /** Names the drawing inside the page. */
  id: string
  /** Text for readers who can't see it. */
  label: string
  option(width: number): EChartsCoreOption
  height(width: number): number
  /** What a mark says where one hovers. */
  hint?(series: number, index: number): string
}

const screen = 880
const phone = 330

export function drawn(plot: Plot): Html {
  return html`<div class="plot"><div class="wide">${drawing(plot, screen)}</div><div class="narrow">${drawing(plot, phone)}</div></div>`
}

function drawing(plot: Plot, width: number): Html {
  const height = plot.height(width)
  const chart = init(null, null, {renderer: 'svg', ssr: true, width, height})
  chart.setOption({animation: false, ...plot.option(width)})
  const svg = chart.renderToSVGString()
  chart.dispose()
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${plot.label}">${trusted(marks(svg, plot))}</svg>`
}

/**
 * The drawing's inside, without what is of no use in a still page: hover rules, and ids and classes that count up
 * with every drawing and would make two pages of one month differ.
 */
function marks(svg: string, plot: Plot): string {
  return svg
    .replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/, '')
    .replace(/ (?:class|pointer-events|ecmeta_ssr_type|ecmeta_silent)="[^"]*"/g, '')
    .replace(/font-family:[^;"]*;?/g, '')
    .replace(/\bzr\d+-/g, `${plot.id}-`)
    .replace(/ ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"([^>]*)>/g, (_all, series, index, rest) => {
      const hint = plot.hint?.(Number(series), Number(index))
      return hint === undefined ? `${rest}>` : `${rest}>${html`<title>${hint}</title>`}`
    })
    .replace(/\n+/g, '\n')
    .trim()
}

const quiet = 'var(--muted)'
const axisText = {color: quiet, fontSize: 12}

/** 1500 → 1.5k */
function short(value: number): string {
  if (value >= 1_000_000) return `${trimmed(value / 1_000_000)}M`
  return value >= 1000 ? `${trimmed(value / 1000)}k` : String(value)
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(1)))
}

export interface Layer {
  color: string
  values: readonly number[]
}

/** Layers stacked over the days of the period. */
export function stackedDays(
  given: {id: string; label: string; days: readonly string[]; layers: readonly Layer[]} & Pick<Plot, 'hint'>,
): Plot {
  const {days, layers} = given
  return {
    ...given,
    height: width => (width < 500 ? 190 : 240),
    option: width => ({
      grid: {left: 44, right: 4, top: 10, bottom: 26, outerBoundsMode: 'none'},
      xAxis: dayAxis(days, width),
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: 4,
        axisLabel: {...axisText, formatter: short},
        splitLine: {lineStyle: {color: 'var(--grid)'}},
      },
      series: layers.map(({color, values}) => ({
        type: 'bar',
        stack: 'all',
        silent: true,
        barCategoryGap: days.length > 100 ? '0%' : '22%',
        itemStyle: {color},
        data: values.map(value => (value === 0 ? null : value)),
      })),
    }),
  }
}

function dayAxis(days: readonly string[], width: number) {
  const labels = dayLabels(days)
  const room = (width - 48) / days.length
  const step = Math.ceil((Math.max(...labels.map(label => label.length)) * 7 + 8) / room)
  return {
    type: 'category',
    data: labels,
    axisTick: {show: false},
    axisLine: {lineStyle: {color: quiet}},
    axisLabel: {...axisText, interval: (index: number) => index % step === 0},
  }
}

/** Days of one month by their number alone. */
function dayLabels(days: readonly string[]): string[] {
  const oneMonth = new Set(days.map(day => day.slice(0, 7))).size <= 1
  return days.map(day => (oneMonth ? String(Number(day.slice(8))) : day.slice(5)))
}

export const heatLevels = 6

/** Weekdays down, hours across; `levels` from 0 to `heatLevels - 1`, Monday's first hour first. */
export function hourMap(given: {
  id: string
  label: string
  weekdays: readonly string[]
  levels: readonly number[]
  hint: (hour: number) => string
}): Plot {
  return {
    id: given.id,
    label: given.label,
    height: width => (width < 500 ? 176 : 232),
    hint: (_series, index) => given.hint(index),
    option: width => ({
      grid: {left: 44, right: 4, top: 4, bottom: 24, outerBoundsMode: 'none'},
      xAxis: {
        type: 'category',
        data: Array.from({length: 24}, (_none, hour) => String(hour).padStart(2, '0')),
        axisLine: {show: false},
        axisTick: {show: false},
        axisLabel: {...axisText, interval: (index: number) => index % 3 === 0},
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: [...given.weekdays],
        axisLine: {show: false},
        axisTick: {show: false},
        axisLabel: {...axisText, interval: 0},
      },
      visualMap: {
        show: false,
        type: 'piecewise',
        dimension: 2,
        pieces: Array.from({length: heatLevels}, (_none, level) => ({value: level, color: `var(--h${level})`})),
      },
      series: [
        {
          type: 'heatmap',
          silent: true,
          itemStyle: {borderColor: 'var(--bg)', borderWidth: width < 500 ? 1 : 2},
          data: given.levels.map((level, hour) => [hour % 24, Math.floor(hour / 24), level]),
        },
      ],
    }),
  }
}

export interface Mark {
  start: number
  end: number
  color: string
  hint: string
  /** A number next to it. */
  label?: string
}

/** Intervals of the period in lanes below each other, on one line of time. Short ones stay visible. */
export function lanes(given: {
  id: string
  label: string
  period: {start: number; end: number; days: readonly {date: string; start: number}[]}
  lanes: readonly {height: number; marks: readonly Mark[]}[]
}): Plot {
  const {period} = given
  const marks = given.lanes.flatMap((lane, at) => lane.marks.map(mark => ({...mark, at})))
  const tops = given.lanes.map((_lane, at) => given.lanes.slice(0, at).reduce((sum, {height}) => sum + height + 8, 6))
  const bottom = given.lanes.reduce((sum, {height}) => sum + height + 8, 6)
  const labels = dayLabels(period.days.map(day => day.date))
  return {
    id: given.id,
    label: given.label,
    height: () => bottom + 22,
    hint: (_series, index) => marks[index]?.hint ?? '',
    option: width => {
      const room = (width - 8) / period.days.length
      const step = Math.ceil((Math.max(...labels.map(label => label.length)) * 7 + 8) / room)
      const ticks = period.days.filter((_day, index) => index % step === 0).map(day => day.start)
      const label = new Map(period.days.map((day, index) => [day.start, labels[index] ?? '']))
      return {
        grid: {left: 4, right: 4, top: 0, bottom: 22, outerBoundsMode: 'none'},
        xAxis: {
          type: 'value',
          min: period.start,
          max: period.end,
          splitLine: {show: false},
          axisLine: {show: true, lineStyle: {color: 'var(--grid)'}},
          axisTick: {show: true, customValues: ticks, lineStyle: {color: 'var(--grid)'}},
          axisLabel: {
            ...axisText,
            align: 'left',
            customValues: ticks,
            formatter: (moment: number) => label.get(moment) ?? '',
          },
        },
        yAxis: {type: 'value', min: 0, max: 1, show: false},
        series: [
          {
            type: 'custom',
            silent: true,
            data: marks.map(mark => [mark.start, mark.end]),
            renderItem: (params: {dataIndex: number}, api: {coord(point: number[]): number[]}) => {
              const mark = marks[params.dataIndex]
              if (!mark) return undefined
              return stretch(mark, {
                from: api.coord([mark.start, 0])[0] ?? 0,
                to: api.coord([mark.end, 0])[0] ?? 0,
                right: width - 4,
                top: tops[mark.at] ?? 0,
                height: given.lanes[mark.at]?.height ?? 0,
              })
            },
          },
        ],
      }
    },
  }
}

const narrowest = 3

function stretch(
  mark: Mark,
  at: {from: number; to: number; right: number; top: number; height: number},
): Record<string, unknown> {
  const width = Math.max(narrowest, at.to - at.from)
  const x = Math.min(at.from, at.right - width)
  const bar = {type: 'rect', shape: {x, y: at.top, width, height: at.height}, style: {fill: mark.color}}
  if (mark.label === undefined) return bar
  const fits = x + width + 22 < at.right
  const text = {
    type: 'text',
    style: {
      text: mark.label,
      x: fits ? x + width + 5 : x - 5,
      y: at.top + at.height / 2,
      align: fits ? 'left' : 'right',
      verticalAlign: 'middle',
      fill: 'var(--text)',
      fontSize: 12,
    },
  }
  return {type: 'group', children: [bar, text]}
}
