using PostgresWorker;

namespace Billing;

/// <summary>The next build of the other assembly's Letter: it takes what that one could not, and a column that was added since.</summary>
internal sealed record Letter(long Id, string? Name, int? Extra);

/// <summary>The listener of the same name, in the next build.</summary>
internal static class LetterListeners
{
    [PostgresListener("letters", "letters", Name = "letters")]
    internal static void OnLetter(Change<Letter> change, Ledger ledger) =>
        ledger.Write($"{change.Action} {change.Row.Id} {change.Row.Name ?? "nobody"} {change.Row.Extra?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"} {change.Context.IsReplay}");
}
