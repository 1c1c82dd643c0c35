import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';

function App() {
  const [rows, setRows] = useState(Array.from({ length: 20 }, (_, id) => id));
  useEffect(() => {
    let turn = 0;
    const timer = setInterval(() => {
      if (++turn > 15) return clearInterval(timer);
      setRows((list) => [...list].sort((one, other) => ((one * 13 + turn) % 11) - ((other * 13 + turn) % 11)).concat(50 + turn).slice(1));
    }, 60);
    return () => clearInterval(timer);
  }, []);
  return (
    <section>
      <h1>Preact</h1>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row} class={row % 2 ? 'odd' : 'even'}>
              <td>{row}</td>
              <td dangerouslySetInnerHTML={{ __html: `<em>${row * row}</em>` }} />
              <td><input value={`v${row}`} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <svg width="200" height="20">{rows.slice(0, 8).map((row, index) => <rect key={row} x={index * 20} width="15" height={row % 20} />)}</svg>
    </section>
  );
}

render(<App />, document.getElementById('app'));
