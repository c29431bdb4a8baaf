using System.Globalization;

namespace PostgresWorker.Wal;

/// <summary>Reads what SHOW prints of a time setting: <c>500ms</c>, <c>15s</c>, <c>1min</c>, <c>2h</c>, <c>1d</c>, <c>0</c>.</summary>
internal static class TimeSetting
{
    public static TimeSpan Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (!int.TryParse(digits < 0 ? text : text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw NoTime(text);
        }

        return (digits < 0 ? "ms" : text[digits..]) switch
        {
            "us" => TimeSpan.FromMicroseconds(number),
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => throw NoTime(text),
        };
    }

    private static FormatException NoTime(string text) =>
        new($"'{text}' is not a time setting of Postgres: a number followed by us, ms, s, min, h or d.");
}
