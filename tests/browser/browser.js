// A headless Chromium without an installation of it: from the package registry, or the one that CHROMIUM names.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium as playwright } from 'playwright-core'

/** Starts it; `folder` keeps what has to be unpacked. */
export async function start(folder) {
  if (process.env.CHROMIUM) return launch(process.env.CHROMIUM)
  const shipped = join(import.meta.dirname, 'node_modules/@sparticuz/chromium/package.json')
  const home = join(folder, JSON.parse(readFileSync(shipped, 'utf8')).version)
  try {
    return await launch(await unpacked(home))
  } catch {
    // Unpacking was cut short once.
    rmSync(home, { recursive: true, force: true })
    return launch(await unpacked(home))
  }
}

function launch(executablePath) {
  const args = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-gpu', '--no-zygote', '--font-render-hinting=none']
  return playwright.launch({ executablePath, args })
}

async function unpacked(home) {
  mkdirSync(home, { recursive: true })
  // It unpacks into the folder for temporary files, where another version of it may lie. With the name of the place that it
  // was made for it also brings the libraries and letters that a bare machine does not have; its list of letters knows no
  // other folder than that place's, so it gets one of ours, and the pages look the same on every machine.
  process.env.TMPDIR = home
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'
  const letters = join(home, 'letters.conf')
  writeFileSync(letters, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(home, 'fonts/fonts')}</dir><cachedir>${join(home, 'letters')}</cachedir></fontconfig>\n`)
  process.env.FONTCONFIG_FILE = letters
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}
