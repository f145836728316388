//! What the parts of the diagram look like, wherever it is drawn: lines as paths, texts cut to their boxes.

use super::Point;

/// A line through points, with rounded corners.
pub fn rounded(points: &[Point]) -> String {
    let mut line = String::new();
    for (i, p) in points.iter().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(|j| points.get(j)), points.get(i + 1));
        match (before, after) {
            (None, _) => line.push_str(&format!("M{} {}", p.x, p.y)),
            (_, None) => line.push_str(&format!("L{} {}", p.x, p.y)),
            (Some(a), Some(b)) => {
                let toward = |q: &Point| {
                    let (dx, dy) = (q.x - p.x, q.y - p.y);
                    let half = (dx.abs() + dy.abs()) / 2;
                    let r = half.min(8);
                    (p.x + dx.signum() * r, p.y + dy.signum() * r)
                };
                let ((x1, y1), (x2, y2)) = (toward(a), toward(b));
                line.push_str(&format!("L{x1} {y1}Q{} {} {x2} {y2}", p.x, p.y));
            }
        }
    }
    line
}

/// The head of an arrow, at its last point.
pub fn arrowhead(points: &[Point]) -> String {
    let [.., a, b] = points else { return String::new() };
    let (dx, dy) = ((b.x - a.x).signum(), (b.y - a.y).signum());
    let (back, side) = (9, 5);
    let (x, y) = (b.x - dx * back, b.y - dy * back);
    format!("M{} {}L{} {}L{} {}z", b.x, b.y, x - dy * side, y + dx * side, x + dy * side, y - dx * side)
}

/// A text in at most so many lines of about so many characters, cut with an ellipsis: SVG does not break lines.
pub fn wrap(text: &str, width: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let cut = |line: &str| -> String {
        if line.chars().count() <= width {
            return line.to_owned();
        }
        let kept: String = line.chars().take(width.saturating_sub(1)).collect();
        format!("{}…", kept.trim_end())
    };
    let mut words = text.split(' ').filter(|w| !w.is_empty()).peekable();
    while words.peek().is_some() {
        if out.len() + 1 == lines {
            let rest: Vec<&str> = words.collect();
            out.push(cut(&rest.join(" ")));
            break;
        }
        let mut line = words.next().unwrap_or_default().to_owned();
        while let Some(word) = words.next_if(|w| line.chars().count() + 1 + w.chars().count() <= width) {
            line.push(' ');
            line.push_str(word);
        }
        out.push(cut(&line));
    }
    out
}
