// Draws ?count pictures of ?seed, a glimpse a frame, and states the SHA-256 of each picture's floats.
import { dotnet } from './_framework/dotnet.js'

const scale = 16
const query = new URLSearchParams(location.search)
const seed = Number(query.get('seed') ?? 1), count = Number(query.get('count') ?? 10)
document.forms[0].seed.value = seed
document.forms[0].count.value = count

const status = document.getElementById('status')
const { getAssemblyExports, getConfig } = await dotnet.create()
const { Sampler } = (await getAssemblyExports(getConfig().mainAssemblyName)).Page
const [width, height, glimpses] = Sampler.Sizes()

const picture = document.getElementById('picture')
picture.width = scale * width
picture.height = scale * height

for (let index = 0; index < count; index++) {
  await draw(index)
}

status.textContent = `Drew ${count} of seed ${seed}.`
document.documentElement.dataset.state = 'drawn'

async function draw(index) {
  let milliseconds = timed(() => Sampler.Begin(seed, index))
  for (let glimpse = 1; glimpse <= glimpses; glimpse++) {
    milliseconds += timed(() => Sampler.Step())
    show(Sampler.Picture(), Sampler.Window())
    status.textContent = `Picture ${index} of seed ${seed}: glimpse ${glimpse} of ${glimpses}`
    await new Promise(requestAnimationFrame)
  }

  const bytes = Sampler.Picture(), item = document.createElement('li')
  item.append(pixels(bytes))
  item.append(`${(milliseconds / 1000).toFixed(2)} s`)
  item.dataset.milliseconds = milliseconds
  item.dataset.sha256 = hexadecimal(await crypto.subtle.digest('SHA-256', bytes))
  const digest = document.createElement('code')
  digest.textContent = digest.title = item.dataset.sha256
  item.append(digest)
  document.getElementById('drawn').append(item)
}

/** The picture, and the write window around all of its filters; its line is as wide as they are blurred. */
function show(bytes, window) {
  const context = picture.getContext('2d')
  context.imageSmoothingEnabled = false
  context.drawImage(pixels(bytes), 0, 0, picture.width, picture.height)
  if (window.length > 0) {
    const [x, y, side, sigma] = window.map(value => scale * value)
    context.strokeStyle = 'rgb(40 200 60)'
    context.lineWidth = Math.min(Math.max(sigma / 2, 1), 2 * scale)
    context.strokeRect(x + scale / 2 - side / 2, y + scale / 2 - side / 2, side, side)
  }
}

/** A canvas of the picture's size. */
function pixels(bytes) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const values = new DataView(bytes.buffer, bytes.byteOffset), context = canvas.getContext('2d')
  const image = context.createImageData(width, height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const grey = Math.round(255 * values.getFloat32(4 * pixel, true))
    image.data.set([grey, grey, grey, 255], 4 * pixel)
  }

  context.putImageData(image, 0, 0)
  return canvas
}

function timed(action) {
  const start = performance.now()
  action()
  return performance.now() - start
}

function hexadecimal(buffer) {
  return [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
