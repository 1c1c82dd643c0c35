// The install snippet, as on any site, except that the key comes from /demo/config.js: it is made when the demo starts.
(function (window, document) {
  var queue = (window.claymore = window.claymore || { q: [] });
  "identify track page tag tags setCart captureError reset".split(" ").forEach(function (method) {
    queue[method] = function () {
      queue.q.push([method].concat([].slice.call(arguments)));
    };
  });
  var script = document.createElement("script");
  script.async = true;
  script.src = "/sdk/claymore.js";
  script.dataset.key = window.CLAYMORE_DEMO.writeKey;
  script.dataset.traceOrigins = "true";
  document.head.append(script);
})(window, document);
