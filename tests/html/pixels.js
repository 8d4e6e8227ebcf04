// pixels.js - are the screenshots pictures?  Says of each its name, its width,
// how many colours it has, and the share of the commonest one in percent.
const look = (picture) => {
  const canvas = document.createElement('canvas');
  const [w, h] = [picture.naturalWidth, picture.naturalHeight];
  Object.assign(canvas, { width: w, height: h });
  const paper = canvas.getContext('2d');
  paper.drawImage(picture, 0, 0);
  const seen = new Map();
  const pixels = new Uint32Array(paper.getImageData(0, 0, w, h).data.buffer);
  for (const p of pixels) seen.set(p, (seen.get(p) ?? 0) + 1);
  const most = Math.max(...seen.values()) / pixels.length;
  return `${picture.alt} ${w} ${seen.size} ${Math.round(most * 100)}`;
};
addEventListener('load', () => {
  const lines = [...document.images].map(look);
  document.body.innerHTML = `\n<pre id="probe">\n\n${lines.join('\n')}\n</pre>`;
});
