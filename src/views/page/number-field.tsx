interface Props {
  label: string;
  value: number;
  max: number;
  change: (value: number) => void;
}

/** A field for a whole number from 1 to `max`. What is not such a number stays in the field and changes nothing. */
export function NumberField({ label, value, max, change }: Props) {
  return (
    <label>
      {label}
      <input
        type="number"
        min={1}
        max={max}
        value={value}
        onInput={({ currentTarget }) => {
          if (currentTarget.validity.valid && currentTarget.value !== '') change(currentTarget.valueAsNumber);
        }}
      />
    </label>
  );
}
