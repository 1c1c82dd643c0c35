import { useState, useEffect, createContext, useContext, Fragment } from 'react';
import { createRoot } from 'react-dom/client';
import { createPortal } from 'react-dom';

const Theme = createContext('light');

function Item({ item, toggle }) {
  const theme = useContext(Theme);
  return (
    <li className={item.done ? 'done' : ''} data-theme={theme}>
      <input type="checkbox" checked={item.done} onChange={() => toggle(item.id)} /> {item.text} <b style={{ opacity: item.done ? 0.5 : 1 }}>{item.id}</b>
    </li>
  );
}

function App() {
  const [items, setItems] = useState(() => Array.from({ length: 12 }, (_, id) => ({ id, text: `item ${id}`, done: id % 3 === 0 })));
  const [text, setText] = useState('');
  const toggle = (id) => setItems((list) => list.map((item) => (item.id === id ? { ...item, done: !item.done } : item)));
  useEffect(() => {
    let turn = 0;
    const timer = setInterval(() => {
      if (++turn > 15) return clearInterval(timer);
      setItems((list) => [...list.slice(3), ...list.slice(0, 2), { id: 100 + turn, text: `new ${turn}`, done: turn % 2 === 0 }]);
      setText(`typed ${turn}`);
    }, 60);
    return () => clearInterval(timer);
  }, []);
  return (
    <Theme.Provider value="dark">
      <h1>React</h1>
      <input type="text" value={text} onChange={(event) => setText(event.target.value)} />
      <ul>{items.map((item) => <Item key={item.id} item={item} toggle={toggle} />)}</ul>
      {text.length % 2 ? <Fragment><i>odd</i>{' '}</Fragment> : null}
      {createPortal(<aside>{items.filter((item) => !item.done).length} left</aside>, document.body)}
    </Theme.Provider>
  );
}

createRoot(document.getElementById('app')).render(<App />);
