interface Props {
  label: string;
  value: number;
  max: number;
  change: (value: number) => void;
}

/** A field for a whole number from 1 to `max`. Anything else that is typed stays in the field, is marked, and changes nothing. */
export function NumberField({ label, value, max, change }: Props) {
  return (
    <label>
      {label}
      <input
        type="number"
        min={1}
        max={max}
        required
        // The field keeps what the person types while the page is drawn anew.
        defaultValue={String(value)}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.valid) change(currentTarget.valueAsNumber);
        }}
      />
      <span class="range">1 to {max}</span>
    </label>
  );
}
