// Opens the published page in a headless Chromium and prints a line for each picture that it drew: SHA-256, seconds.
//
//     node browser.mjs WWWROOT CHROMIUM QUERY SCREENSHOT
//
// The server sends what `dotnet publish` compressed, as a web server would, and adds to the page what the test needs: an image
// that arrives once all pictures are drawn, because the browser takes its screenshot when everything has loaded, and a script
// that posts the results.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const [root, chromium, query, screenshot] = process.argv.slice(2)
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' }
const dot = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64')
const hook = `
  <img src="/drawn.gif" alt="" hidden>
  <script>
    const post = text => fetch('/results', { method: 'POST', body: text })
    addEventListener('error', event => post('error ' + event.message))
    addEventListener('unhandledrejection', event => post('error ' + event.reason))
    new MutationObserver(() => post([...document.querySelectorAll('[data-sha256]')]
      .map(item => item.dataset.sha256 + ' ' + (item.dataset.milliseconds / 1000).toFixed(2)).join('\\n')))
      .observe(document.documentElement, { attributes: true, attributeFilter: ['data-state'] })
  </script>`

let results = null, waiting = null, sent = 0

const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname
  if (request.method === 'POST') {
    let text = ''
    for await (const part of request) text += part
    results ??= text
    response.end()
    waiting?.end(dot)
  } else if (path === '/drawn.gif') {
    response.setHeader('Content-Type', 'image/gif')
    if (results === null) waiting = response
    else response.end(dot)
  } else {
    await send(path === '/' ? 'index.html' : normalize(path), response)
  }
})

async function send(name, response) {
  const file = join(root, name)
  response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
  try {
    let content
    if (name === 'index.html') {
      content = (await readFile(file, 'utf8')).replace('</body>', `${hook}\n</body>`)
    } else {
      content = await readFile(`${file}.br`).then(compressed => {
        response.setHeader('Content-Encoding', 'br')
        return compressed
      }, () => readFile(file))
    }

    sent += content.length
    response.end(content)
  } catch {
    response.statusCode = 404
    response.end()
  }
}

server.listen(0, '127.0.0.1', () => {
  const browser = spawn(chromium, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--window-size=960,900',
    `--screenshot=${screenshot}`, `http://127.0.0.1:${server.address().port}/${query}`,
  ], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  browser.stderr.on('data', text => said += text)
  browser.on('exit', code => {
    if (results === null || results.startsWith('error')) {
      console.error(`The browser ended with ${code}: ${results ?? said}`)
      process.exit(1)
    }

    console.log(results)
    console.error(`${(sent / 1e6).toFixed(1)} MB were sent`)
    process.exit(0)
  })
})
