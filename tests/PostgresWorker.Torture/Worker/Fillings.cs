namespace PostgresWorker.Torture.Worker;

/// <summary>Large values that can be told from their seed, and are not compressed to a size that stays in the row.</summary>
internal static class Fillings
{
    private const int Length = 12_000;

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

    /// <summary>The value of a seed.</summary>
    public static string Of(int seed) => string.Create(Length, (uint)seed | 1, static (text, state) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            text[i] = Digits[(int)(state & 63)];
        }
    });
}
