using static System.FormattableString;

namespace PostgresWorker.TestWorker.Shapes;

/// <summary>Says each value, by its type.</summary>
internal sealed class ParcelListeners(TextWriter output)
{
    [PostgresListener("shapes", "parcels")]
    public void OnParcel(Inserted<Parcel> inserted)
    {
        var parcel = inserted.New;
        output.WriteLine(string.Join("; ",
            Invariant($"parcel {parcel.Id}"),
            $"sizes {string.Join(' ', parcel.Sizes)}",
            $"notes {string.Join(' ', parcel.Notes.Select(note => note ?? "(null)"))}",
            $"to {Say(parcel.Address)}",
            $"over {string.Join(" and ", parcel.Stops.Select(Say))}",
            $"fragile {parcel.Handling.Fragile} {string.Join(' ', parcel.Handling.Marks)}",
            Invariant($"days {parcel.Days.LowerBound} to before {parcel.Days.UpperBound}"),
            Invariant($"priority {parcel.Priority}"),
            Invariant($"price {parcel.Price}"),
            Invariant($"units {parcel.Units}"),
            $"label {Say(parcel.Label)}"));
        output.WriteLine($"json {inserted.ToJson()}");
    }

    [PostgresListener("shapes", "parcels")]
    public ValueTask OnLabel(Updated<ParcelLabel> updated, ChangeContext context)
    {
        output.WriteLine(Invariant($"label of {updated.New.Id}: {Say(updated.New.Label)}; priority {updated.New.Priority}; {context.Table}"));
        return default;
    }

    private static string Say(Address? address) => address is null ? "nowhere" : Invariant($"{address.Street} {(object?)address.Number ?? "(null)"}");

    private static string Say(Unchanged<string> label) => label.TryGetValue(out var text) ? Invariant($"of {text.Length}") : "unchanged";
}
